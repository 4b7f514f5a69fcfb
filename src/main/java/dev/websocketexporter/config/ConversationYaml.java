package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Compression;
import dev.websocketexporter.probe.module.ProbeModule;

/** What happens after the upgrade, as keys of a block of YAML. */
final class ConversationYaml {
    private ConversationYaml() {}

    static void add(ProbeModule module, YamlSection section) {
        Conversation conversation = module.conversation();
        section.put(ConversationKeys.COMPRESSION, conversation.compression() != Compression.OFF);
        section.put(ConversationKeys.REQUIRE_COMPRESSION, conversation.compression() == Compression.REQUIRED);
        section.put(ConversationKeys.QUERY_RESPONSE, conversation.steps());
        section.put(ConversationKeys.MAX_MESSAGE_SIZE, conversation.maxMessageBytes());
        section.put(ConversationKeys.HEARTBEAT, heartbeat(conversation));
        section.put(ConversationKeys.HOLD, conversation.hold());
        section.put(ConversationKeys.CLOSE, closing(module));
        section.put(ConversationKeys.ATTEMPTS, module.attempts().most());
        section.put(ConversationKeys.ATTEMPT_INTERVAL, module.attempts().interval());
    }

    private static YamlSection heartbeat(Conversation conversation) {
        YamlSection section = new YamlSection();
        section.put(ConversationKeys.PINGS, conversation.heartbeat().pings());
        section.put(ConversationKeys.INTERVAL, conversation.heartbeat().interval());
        section.put(ConversationKeys.PONG_TIMEOUT, conversation.heartbeat().timeout());
        section.put(ConversationKeys.MAX_MISSED, conversation.heartbeat().maxMissed());
        return section;
    }

    private static YamlSection closing(ProbeModule module) {
        YamlSection section = new YamlSection();
        section.put(ConversationKeys.CODE, module.closing().code());
        section.put(ConversationKeys.CLOSE_TIMEOUT, module.closing().timeout());
        section.put(ConversationKeys.REQUIRED, module.closing().required());
        return section;
    }
}
