package dev.websocketexporter.tls;

/**
 * A certificate in its place.
 *
 * @param place how a message calls it: {@code leaf}, {@code certificate 2} (as presented, from 0), {@code anchor}
 */
record PathMember(String place, ParsedCertificate certificate) {
    static PathMember presented(int position, ParsedCertificate certificate) {
        return new PathMember(position == 0 ? "leaf" : "certificate " + position, certificate);
    }

    static PathMember anchor(ParsedCertificate certificate) {
        return new PathMember("anchor", certificate);
    }

    /** For messages: {@code certificate 1 CN=Issuing CA}. */
    @Override
    public String toString() {
        String subject = certificate.shortSubject();
        return subject.isEmpty() ? place : place + " " + subject;
    }
}
