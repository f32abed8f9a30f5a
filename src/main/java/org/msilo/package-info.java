/**
 * msilo, an offline message store for SIP. The rooms, in the order in which a message meets them:
 *
 * <ul>
 *   <li>{@link org.msilo.sip} speaks SIP: requests in, answers and messages out.
 *   <li>{@link org.msilo.location} knows where each address-of-record can be reached.
 *   <li>{@link org.msilo.intake} judges a MESSAGE nobody could take and keeps it (SER's m_store).
 *   <li>{@link org.msilo.store} holds what is kept until it is delivered or expires.
 *   <li>{@link org.msilo.notice} tells the sender.
 *   <li>{@link org.msilo.dump} delivers a mailbox when its user is there (SER's m_dump).
 *   <li>{@link org.msilo.maintenance} looks after what the clock brings: retries and expiry.
 *   <li>{@link org.msilo.message} has the words all rooms share.
 *   <li>{@link org.msilo.config} reads the settings.
 *   <li>{@link org.msilo.app} builds the application and takes it down.
 *   <li>{@link org.msilo.transfer} takes over the table of another server, or writes one back.
 *   <li>{@link org.msilo.launcher} starts a container of its own for {@code java -jar}; {@link
 *       org.msilo.demo} plays the story on it.
 * </ul>
 */
package org.msilo;
