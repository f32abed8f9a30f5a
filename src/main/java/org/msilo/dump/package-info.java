/** Delivers a mailbox to its user when he is there, one message at a time (SER's m_dump). */
package org.msilo.dump;
