/** Finds a chromium: CHROMIUM_PATH, the system's, else the one from @sparticuz/chromium. */
export {};
