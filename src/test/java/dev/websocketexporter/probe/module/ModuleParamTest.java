package dev.websocketexporter.probe.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.ModuleParam.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleParamTest {
    /** It is part of a label such as {@code __param_param_header_x_tenant}. */
    @Test
    void nameInAQueryIsPartOfALabelName() {
        List<ModuleParam> params = List.of(
                new ModuleParam(Kind.ORIGIN, null),
                new ModuleParam(Kind.HEADER, "X-Tenant"),
                new ModuleParam(Kind.STEP, "Say hello, チ"));

        assertThat(params)
                .extracting(ModuleParam::parameter)
                .containsExactly("param_origin", "param_header_x_tenant", "param_step_say_hello___")
                .allMatch(name -> name.matches("[a-zA-Z_][a-zA-Z0-9_]*"));
        assertThat(params)
                .extracting(ModuleParam::toString)
                .containsExactly("origin", "header:X-Tenant", "step:Say hello, チ");
    }

    @Test
    void moduleWithoutValuesIsTheSame() {
        ProbeModule module = ProbeModule.withDefaults("chat");

        assertThat(new ParamValues(Map.of()).in(module)).isSameAs(module);
    }
}
