// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE wire
#include <boost/test/included/unit_test.hpp>
