/** What is kept until it is delivered or expires: the port, and the group commit beneath it. */
package org.msilo.store;
