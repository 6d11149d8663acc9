import { expect, test } from 'vitest';
import { createSpeedometer } from './measure-speed.ts';

test('there is no speed for the first two seconds', () => {
  const speedometer = createSpeedometer();
  speedometer.mark(0, 0);
  speedometer.mark(1000, 9e6);
  expect(speedometer.bytesPerSecond()).toBeUndefined();
  speedometer.mark(2000, 10e6);
  expect(speedometer.bytesPerSecond()).toBe(5e6);
});

test('the last ten seconds count', () => {
  const speedometer = createSpeedometer();
  for (let second = 0; second <= 30; second++) speedometer.mark(second * 1000, second * 1e6);
  for (let second = 31; second <= 45; second++) speedometer.mark(second * 1000, 30e6 + (second - 30) * 5e6);
  expect(speedometer.bytesPerSecond()).toBe(5e6);
});

test('if little is acknowledged in a minute, the last few marks count, however old', () => {
  const speedometer = createSpeedometer();
  for (let i = 0; i < 20; i++) speedometer.mark(i * 20_000, i * 1e6);
  expect(speedometer.bytesPerSecond()).toBe(50_000);
});

test('pauses do not count', () => {
  const speedometer = createSpeedometer();
  speedometer.mark(0, 0);
  speedometer.mark(5000, 5e6);
  speedometer.reset();
  speedometer.mark(60_000, 5e6);
  expect(speedometer.bytesPerSecond()).toBeUndefined();
  speedometer.mark(62_000, 9e6);
  expect(speedometer.bytesPerSecond()).toBe(2e6);
});
