// SPDX-License-Identifier: MIT
// The main of every unit test.
#define BOOST_TEST_MODULE gtx
#include <boost/test/unit_test.hpp>
