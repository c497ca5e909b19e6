#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a target function; declared by LLVM in no installed header.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));

/// Opens a file that has no place on disk; the descriptor, or -1.
int fuzzer_memory_file(void);
