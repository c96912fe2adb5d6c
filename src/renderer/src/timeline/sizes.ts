/** Pixels; timeline.css says the same. */
export const headerWidth = 200;
export const rulerHeight = 34;
