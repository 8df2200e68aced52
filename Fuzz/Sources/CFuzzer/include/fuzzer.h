// libFuzzer's public entry points (compiler-rt, FuzzerInterface.h).
#ifndef HONGYAN_FUZZER_H
#define HONGYAN_FUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv,
                        int (*callback)(const uint8_t *data, size_t size));
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#endif
