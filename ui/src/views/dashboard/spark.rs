//! The last latencies as a small line. It has no axis: the number beside it is the value, the line says whether that
//! is usual.

use leptos::prelude::*;
use leptos::svg;

use crate::board::samples::Samples;
use crate::words::decimal;

const WIDTH: f64 = 72.0;
const HEIGHT: f64 = 20.0;
/// Keeps the stroke and the last point inside the drawing.
const EDGE: f64 = 3.0;

#[component]
pub fn Sparkline(#[prop(into)] samples: Signal<Samples>) -> impl IntoView {
    move || {
        let (lines, words) = samples.with(|s| (s.lines(WIDTH, HEIGHT), s.in_words()));
        let last = lines.last().and_then(|line| line.last()).copied();
        words.map(|words| {
            view! {
                <svg
                    class="spark"
                    width=decimal(WIDTH + 2.0 * EDGE)
                    height=decimal(HEIGHT + 2.0 * EDGE)
                    role="img"
                    aria-label=words.clone()
                >
                    {svg::title().child(words.clone())}
                    {lines
                        .into_iter()
                        .map(|line| view! { <polyline class="spark-line" points=points(&line)></polyline> })
                        .collect_view()}
                    {last.map(|(x, y)| view! { <circle class="spark-last" cx=decimal(x + EDGE) cy=decimal(y + EDGE) r="2"></circle> })}
                </svg>
            }
        })
    }
}

fn points(line: &[(f64, f64)]) -> String {
    line.iter()
        .map(|(x, y)| format!("{},{}", decimal(x + EDGE), decimal(y + EDGE)))
        .collect::<Vec<_>>()
        .join(" ")
}
