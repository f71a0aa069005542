"""What has to change in a library so that it holds these references; citation keys."""
