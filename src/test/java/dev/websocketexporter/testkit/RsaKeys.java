package dev.websocketexporter.testkit;

/** A key for tests and for nothing else. */
public final class RsaKeys {
    /** RSA with 2,048 bits, as PKCS #8 in PEM. */
    public static final String PEM = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDE+1lIIX17K/wB
            MGxYJ3AEveRs0N+1QR/8TO3CWbjaDoEG4W6WhU3TOzuI+XSyXIQTY88aVGwPmiJ1
            dJ8fjhqUXz+4Xc8d1+VAgATh6CsPR1gQmCVIe3iozCPZLMxlboZ5UiuVjiXDhYOz
            WlcNUfQN/NtmFaKE5t91n95fVQJy5x0p1xlRdlUQursq8WqtOXzgbu00wrchtIEh
            I1Qp78O1vhcNHLpbXrjPlWDonYYIMUy0hHcz0FPfPEJS3n4hPxuzgMRV1AJ6Bw2g
            xCH18u2gIj6FTg7OLag0SUsSYbiLdk02TC+X8ZU9xTj5+KWnhYVdmxN7ySBaan4I
            wtfseo+HAgMBAAECggEANE2PB9WIpX9o0wICCqgyGLg5ImGVvOF1dj8Q9IVxTUkD
            nomWHRZ5MyirprOh9kgVc7aRQ6r95GinVKuqIq1PRm1CFJioCYMNZsJ3SWqloFFv
            wzw6zhOm1p8Zt60q+pXN1AHq+7N6OH/HmARZT/qeRGaK9QCynfpVhDx2RbbjRxG5
            97qmVhigE7qd98T/CKimXendNL0VgRs8tfIbvqDrkcjM5C4MvmOUNxxtr92HCZTC
            4d7sBjKS9LXdX3zG8JA1bdV45j7BwLg4AvMMpUbMYjyyfqaS0emSkhWb5qVgJPCv
            gqbpm5WWADlHbe4ytHweaoiQspr2TE9PHtcZN/vy5QKBgQD4AH910NCuBpGX38Rw
            j9tNItcE1HRhbKb43OtXuVXD3rVEdQOJITfJ7QB7ad86GHH7FmJGKc/85A2oJrgk
            yE7Nht1kOjaANGF3mne2u2TRi3aidrMCoCzOPkAKFtDV5QiP4hGlzV5TK2FOFFRC
            mcRB2kmaWN6doeiR6/FjBohozQKBgQDLVaETsBeCNj9x3IZMzhmuvjNU5oc/4U74
            nzYSINdm2JTBMNy46TwZ7YKTkCiQ0EZ66RzrSIfUS7yf55t3o/brEhBD/cGYjYMm
            kZmBTGD3KXp4XpckYzGic+duvvr+hgWin3a53FvCF9CPDuX33w5nfqevkON64gde
            xzeCMjMpowKBgDHqr7z//bC5Y76k7H4XhnV9KLgxJweg/e6jUL9Eb43QGr4fq0mD
            pR4AlRNCGQsxdmeqdrdWnSVypYkN2gyVQL8/gPo2eVfOszuGnMfr6fv/TS6gI6HI
            qZwNjYg6VWhoBBQp1ZGAx5aH6br0fo01M/ppPF1Tu+MQfqY4Tkq3OueVAoGAW4kl
            5VYNjznan+h1sRfLKgZH132b/17vjS8nSUvtjEgN11am1rtwqf9pHAL2sBKC2Awf
            T7AsLZ8WwCmkrFxs6PAN0H3o7EMwemlrYHDA6iOLFasHgYMCMi7ZTdq95VzyJn6B
            FTSlPiA4bF55mneY5XB4Dqo8LfKY/MrUK1FsBN8CgYEA6zaUM3MtBmDQSUre5YRM
            APsuvEVWycsQqakXI40N3+mNXU2w5r/yzygjreMxKMjV+/GKVTmtVT0TQgO1Gap7
            ET3Cl/NlK2UprtV4UZSuYOWpUXBomC82ahF68GAhR8u75VahmBQv9h1jqScnox3G
            xx6VyRKPuSXJZLmfjL6tu1s=
            -----END PRIVATE KEY-----
            """;

    private RsaKeys() {}
}
