package org.msilo.store.seal;

/**
 * Sealed content.
 *
 * @param keyId the key that opens it
 * @param bytes nonce, cipher text and tag; treat as read-only, they are not copied
 */
public record Sealed(String keyId, byte[] bytes) {}
