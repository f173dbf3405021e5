# Writes without the end of a line, for ever; its input stays open.
exec tr '\0' x 3<&0 </dev/zero
