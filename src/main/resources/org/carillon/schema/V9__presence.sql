-- How many hear which channel, as each node last said it of itself; it goes with the node's row.

CREATE TABLE presence (
  channel       VARCHAR(255) NOT NULL,
  node_id       UUID         NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  subscriptions BIGINT       NOT NULL,
  PRIMARY KEY (channel, node_id)
);
CREATE INDEX presence_node ON presence (node_id);
