/** Judges a MESSAGE that nobody could take, and keeps it (SER's m_store). */
package org.msilo.intake;
