package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5280 §4.2.1.10, for addresses. */
class NetworkConstraintsTest {
    private static final String V4 = "c0a80100ffffff00";
    private static final String V4_MAPPED = "00000000000000000000ffffc0a80100" + "ffffffffffffffffffffffffffffff00";

    @ParameterizedTest
    @CsvSource({
        V4 + ", c0a80107, true",
        V4 + ", c0a80207, false",
        V4 + ", 00000000000000000000ffffc0a80107, false",
        V4_MAPPED + ", 00000000000000000000ffffc0a80107, true",
        V4_MAPPED + ", c0a80107, false"
    })
    void aNetworkHoldsAddressesOfItsOwnFamilyOnly(String network, String address, boolean within) {
        NetworkConstraints permitting = new NetworkConstraints();
        permitting.permit(List.of(Hex.decode(network)));
        NetworkConstraints excluding = new NetworkConstraints();
        excluding.exclude(Hex.decode(network));

        assertThat(permitting.broken(Hex.decode(address)) == null).isEqualTo(within);
        assertThat(excluding.broken(Hex.decode(address)) == null).isEqualTo(!within);
    }

    @Test
    void theWordsHaveTheAddress() {
        NetworkConstraints excluding = new NetworkConstraints();
        excluding.exclude(Hex.decode(V4));

        assertThat(excluding.broken(Hex.decode("c0a80107"))).isEqualTo("address 192.168.1.7 is excluded");
    }

    @Test
    void whatIsNoAddressIsNotPermitted() {
        NetworkConstraints permitting = new NetworkConstraints();
        permitting.permit(List.of(Hex.decode(V4)));

        assertThat(permitting.broken(Hex.decode("c0a801"))).isEqualTo("an address of 3 bytes is not permitted");
    }
}
