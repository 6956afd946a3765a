-- The options by which a fit was made, as JSON; null for fits of version 0.1.0, which state the four that there were.
alter table fit add column options text;
