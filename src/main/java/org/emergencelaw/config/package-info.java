/** What {@code configs/} holds: settings of the service, the task catalogue, published loss laws, recipes of the lab. */
package org.emergencelaw.config;
