/** The databases below the servers, and mail written straight into them. */
package org.msilo.bench.database;
