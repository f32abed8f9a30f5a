/** The command "user": adds, changes, lists, removes and imports subscribers without a server. */
package org.msilo.users;
