/** Root. */
package org.carillon;
