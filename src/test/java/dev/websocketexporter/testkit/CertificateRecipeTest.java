package dev.websocketexporter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateRecipeTest {
    @Test
    void chainIsTheLineWithoutItsRoot() {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity issuing = CertificateRecipe.ca("Issuing CA").signedBy(root);
        TestIdentity leaf = CertificateRecipe.leaf("a.example").signedBy(issuing);

        assertThat(leaf.chain()).containsExactly(leaf.certificate(), issuing.certificate());
        assertThat(leaf.line()).endsWith(root.certificate());
        assertThat(root.chain()).containsExactly(root.certificate());
    }

    @Test
    void signaturesVerifyAlongTheLine() throws Exception {
        TestIdentity root = CertificateRecipe.ca("Root").key(KeyKind.RSA_2048).selfSigned();
        TestIdentity leaf =
                CertificateRecipe.leaf("a.example").signature("SHA1withRSA").signedBy(root);

        leaf.certificate().verify(root.keys().getPublic());
        assertThat(leaf.certificate().getSigAlgName()).isEqualTo("SHA1withRSA");
    }

    @Test
    void pemOfAChainHoldsEveryCertificate() {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity leaf = CertificateRecipe.leaf("a.example")
                .signedBy(CertificateRecipe.ca("I").signedBy(root));

        assertThat(leaf.chainPem()).containsPattern("(?s)(BEGIN CERTIFICATE.*END CERTIFICATE.*){2}");
        assertThat(leaf.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("-----END PRIVATE KEY-----\n");
    }

    @Test
    void serverMayPresentAChainInAWrongOrder() {
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity issuing = CertificateRecipe.ca("Issuing CA").signedBy(root);
        TestIdentity leaf = CertificateRecipe.leaf("a.example").signedBy(issuing);

        assertThatCode(() ->
                        leaf.serverPresenting(List.of(leaf.certificate(), root.certificate(), issuing.certificate())))
                .doesNotThrowAnyException();
    }
}
