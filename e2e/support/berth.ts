/** Starts Berth on its own data folder and free ports. */
export {};
