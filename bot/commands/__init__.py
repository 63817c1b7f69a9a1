"""The command line, one file a command. They read arguments, call use-cases, print; they decide nothing."""
