import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { useEffect, useRef } from 'react';
import { useFormat } from '../ui/useFormat.ts';
import { useTheme } from '../ui/useTheme.ts';

// Only what bars need: the rest of the library is not in the page.
Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** One bar. */
export interface Bar {
  readonly label: string;
  /** The label below the bar, where the other one is too long for it. */
  readonly short?: string;
  readonly value: number;
}

/** In letters. Longer ones would stand aslant, where they are hard to read. */
const ONE_LINE = 4;

/** Two lines of a longer label: `1,000` and `–9,999`. */
function linesOf(label: string): string | string[] {
  const space = label.length > ONE_LINE ? label.indexOf(' ') : -1;
  return space < 0 ? label : [label.slice(0, space), label.slice(space + 1)];
}

/** Bars for the eye. Who does not see them has the table beside it, so it is hidden from screen readers. */
export function BarChart({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { dark } = useTheme();
  const format = useFormat();
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const ink = dark ? 'rgba(255, 255, 255, 0.75)' : 'rgba(0, 0, 0, 0.75)';
    const line = dark ? 'rgba(255, 255, 255, 0.12)' : 'rgba(0, 0, 0, 0.1)';
    const chart = new Chart(canvas.current, {
      type: 'bar',
      data: {
        labels: bars.map((bar) => linesOf(bar.short ?? bar.label)),
        datasets: [
          {
            label,
            data: bars.map((bar) => bar.value),
            backgroundColor: dark ? '#2aa98d' : '#0e7c66',
            borderRadius: 4,
            maxBarThickness: 56,
          },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        scales: {
          x: {
            ticks: { color: ink, maxRotation: 45, font: { size: 11 } },
            grid: { display: false },
            border: { color: line },
          },
          y: {
            beginAtZero: true,
            ticks: { color: ink, precision: 0, maxTicksLimit: 6, callback: (value) => format.number(Number(value)) },
            grid: { color: line },
            border: { display: false },
          },
        },
      },
    });
    return () => chart.destroy();
  }, [bars, label, dark, format]);
  return (
    <div className="chart" aria-hidden>
      <canvas ref={canvas} />
    </div>
  );
}
