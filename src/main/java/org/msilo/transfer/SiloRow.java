package org.msilo.transfer;

/**
 * One row of a silo table as the other servers mean it; columns the table lacks are empty or 0.
 *
 * @param id order of receipt there
 * @param source URI of From, or what a script put in its place
 * @param destination URI of To, or what a script put in its place
 * @param username user part of whose mail it is, as written in a URI
 * @param domain host of whose mail it is
 * @param requestUri URI of whose mail it is, where there is no username (SER of 2003)
 * @param receivedAt Unix seconds
 * @param expiresAt Unix seconds
 * @param remindAt Unix seconds, 0 for what is no reminder
 * @param contentType media type, mostly without parameters
 * @param body content; treat as read-only
 * @param extraHeaders header fields as they came, a line each
 * @param callId Call-ID of the request, if it was kept
 */
record SiloRow(
    long id,
    String source,
    String destination,
    String username,
    String domain,
    String requestUri,
    long receivedAt,
    long expiresAt,
    long remindAt,
    String contentType,
    byte[] body,
    String extraHeaders,
    String callId) {

  @Override
  public String toString() {
    return "row " + id + " for " + username + "@" + domain;
  }
}
