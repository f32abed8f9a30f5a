/** What the clock brings: retries, lapsed claims, expiry (SER's m_clean timer). */
package org.msilo.maintenance;
