package org.msilo.store.jpa;

import java.io.Serializable;

/**
 * Primary key of what a device said to a message.
 *
 * @param messageId which message
 * @param device which device of its mailbox
 */
record DeliveryKey(long messageId, String device) implements Serializable {}
