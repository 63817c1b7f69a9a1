"""What holds for any input, however long or strange: mostly by Hypothesis."""
