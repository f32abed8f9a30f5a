/** Tells a sender what became of his message (the notices of SER's m_store). */
package org.msilo.notice;
