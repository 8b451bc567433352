import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunClock } from "./run-clock";

describe("RunClock", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("says when the time is up, and not after it was stopped", () => {
    const clock = new RunClock();
    const up: string[] = [];
    clock.start(100, () => up.push("first"));
    const stop = clock.start(100, () => up.push("second"));
    stop();
    vi.advanceTimersByTime(100);
    expect(up).toEqual(["first"]);
  });

  it("stands still while someone has paused it, and goes on with what was left", () => {
    const clock = new RunClock();
    let isUp = false;
    clock.start(100, () => {
      isUp = true;
    });
    vi.advanceTimersByTime(60);
    clock.pause();
    clock.pause();
    vi.advanceTimersByTime(10_000);
    clock.resume();
    vi.advanceTimersByTime(10_000);
    expect(isUp).toBe(false);
    clock.resume();
    vi.advanceTimersByTime(39);
    expect(isUp).toBe(false);
    vi.advanceTimersByTime(1);
    expect(isUp).toBe(true);
  });

  it("holds a time that begins during the pause until the pause ends", () => {
    const clock = new RunClock();
    let isUp = false;
    clock.pause();
    clock.start(5, () => {
      isUp = true;
    });
    vi.advanceTimersByTime(50);
    expect(isUp).toBe(false);
    clock.resume();
    vi.advanceTimersByTime(5);
    expect(isUp).toBe(true);
  });
});
