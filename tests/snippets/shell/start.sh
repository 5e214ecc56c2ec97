#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
redguard lock backup -- ./backup.sh                     # one at a time, on any machine
redguard lock --no-wait nightly -- ./job || [ $? = 75 ] # skips the job if it still runs elsewhere
redguard semaphore licence --capacity 3 -- ./render     # three at a time
redguard limit api --limit 5 --window 1s -- ./call      # five in any second
redguard status backup                                  # who has it?
