"""How quickly `bibtools check` looks for problems, beside programs that look for fewer."""
