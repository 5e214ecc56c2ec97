#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016
redguard lock report -- sh -c './store --fence "$REDGUARD_FENCE"'
