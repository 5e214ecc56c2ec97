#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
QT_LOGGING_RULES="redguard.*=true" redguard lock --no-wait door -- true # each connection and request
redguard status door --json                                             # what the server has
redguard lock --events --no-wait door -- true                           # what happens, a line of JSON each
