// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/app.hpp"

int main(int argc, char** argv) {
    return gtx::probe_tool::main(argc, argv);
}
