package main

// The names of time zones that a schedule may have. The official images have them as files.
import _ "time/tzdata"
