package dev.websocketexporter.tls.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Signs again, with SHA-256, what one of the keys of a suite has signed; what none has signed stays as it is. */
record StapleSigners(List<KeyPair> keys) {
    private static final AlgorithmIdentifier SHA_256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    /** All keys in a directory. */
    static StapleSigners of(Path directory) throws IOException {
        List<KeyPair> keys = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".key"))
                    .sorted()
                    .toList()) {
                for (byte[] key : DerFiles.pem(file, "RSA PRIVATE KEY")) {
                    keys.add(keyPair(new PrivateKeyInfo(
                                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                    RSAPrivateKey.getInstance(key))
                            .getEncoded()));
                }
                for (byte[] key : DerFiles.pem(file, "PRIVATE KEY")) {
                    keys.add(keyPair(key));
                }
            }
        }
        return new StapleSigners(keys);
    }

    private static KeyPair keyPair(byte[] encoded) throws IOException {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) key;
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent())),
                    key);
        } catch (GeneralSecurityException e) {
            throw new IOException("no RSA key", e);
        }
    }

    byte[] resigned(byte[] response) throws IOException {
        try {
            OCSPResponse read = OCSPResponse.getInstance(response);
            ResponseBytes bytes = read.getResponseBytes();
            ASN1Sequence basic = ASN1Sequence.getInstance(bytes.getResponse().getOctets());
            ASN1EncodableVector parts = new ASN1EncodableVector();
            for (ASN1Encodable part : resigned(basic)) {
                parts.add(part instanceof ASN1TaggedObject tagged ? certificates(tagged) : part);
            }
            return new OCSPResponse(
                            read.getResponseStatus(),
                            new ResponseBytes(
                                    new ASN1ObjectIdentifier(
                                            bytes.getResponseType().getId()),
                                    new DEROctetString(new DERSequence(parts).getEncoded())))
                    .getEncoded();
        } catch (RuntimeException e) {
            // No response with a signature: it is one of those that must not be accepted.
            return response;
        }
    }

    private ASN1Encodable certificates(ASN1TaggedObject tagged) throws IOException {
        ASN1EncodableVector certificates = new ASN1EncodableVector();
        for (ASN1Encodable certificate : ASN1Sequence.getInstance(tagged, true)) {
            certificates.add(resigned(ASN1Sequence.getInstance(certificate)));
        }
        return new DERTaggedObject(true, tagged.getTagNo(), new DERSequence(certificates));
    }

    /** The same with what is signed, its algorithm, which may stand in what is signed too, and the signature; then the rest. */
    private ASN1Sequence resigned(ASN1Sequence whole) throws IOException {
        byte[] signed = whole.getObjectAt(0).toASN1Primitive().getEncoded();
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(whole.getObjectAt(1));
        byte[] signature = ASN1BitString.getInstance(whole.getObjectAt(2)).getOctets();
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.sha1WithRSAEncryption)) {
            return whole;
        }
        try {
            for (KeyPair key : keys) {
                Signature verifier = Signature.getInstance("SHA1withRSA");
                verifier.initVerify(key.getPublic());
                verifier.update(signed);
                if (verifier.verify(signature)) {
                    return signed(withAlgorithm(ASN1Sequence.getInstance(signed), algorithm), whole, key);
                }
            }
            return whole;
        } catch (GeneralSecurityException e) {
            return whole;
        }
    }

    /** A certificate names the algorithm in what is signed; an OCSP response does not. */
    private static ASN1Sequence withAlgorithm(ASN1Sequence signed, AlgorithmIdentifier old) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (ASN1Encodable part : signed) {
            parts.add(part.toASN1Primitive().equals(old.toASN1Primitive()) ? SHA_256 : part);
        }
        return new DERSequence(parts);
    }

    private static ASN1Sequence signed(ASN1Sequence content, ASN1Sequence old, KeyPair key)
            throws IOException, GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key.getPrivate());
        signer.update(content.getEncoded());
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(content);
        parts.add(SHA_256);
        parts.add(new DERBitString(signer.sign()));
        for (int i = 3; i < old.size(); i++) {
            parts.add(old.getObjectAt(i));
        }
        return new DERSequence(parts);
    }
}
