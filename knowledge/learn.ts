/** A sparse vector: feature name → value. */
export type Features = Map<string, number>;

/** Weights of a linear model over named features, one row per class. */
export type ClassModel = { classes: string[]; weights: Record<string, number[]> };

/** Weights of a linear choice among candidates: one set for the candidates, one for "none of them". */
export type ChoiceModel = { candidate: Record<string, number>; none: Record<string, number> };

/** One question to learn from: candidates, which of them are right, and the features of "none of them". */
export type Choice = {
  candidates: Record<string, number>[];
  right: boolean[];
  none: Record<string, number>;
  weight: number;
};

const CLASS_EPOCHS = 60;
const CLASS_RATE = 0.35;
const CLASS_DECAY = 2e-4;

/**
 * Multinomial logistic regression by AdaGrad, the same result for the same input: rows are visited in a
 * fixed shuffled order. Rare classes weigh more, so that eight greetings stand against a hundred questions.
 */
export function trainClasses(rows: { features: Features; label: string }[], classes: string[]): ClassModel {
  const width = classes.length;
  const columns = new Map<string, number>();
  const counts = new Map<string, number>();
  const table = rows.map(({ features, label }) => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    const names: number[] = [];
    for (const name of features.keys()) {
      const column = columns.get(name) ?? columns.size;
      columns.set(name, column);
      names.push(column);
    }
    return {
      names: Int32Array.from(names),
      values: Float64Array.from(features.values()),
      label: classes.indexOf(label),
    };
  });
  const weights = new Float64Array(columns.size * width);
  const squares = new Float64Array(columns.size * width);
  const order = shuffled(table.length);
  for (let epoch = 0; epoch < CLASS_EPOCHS; epoch++) {
    for (const at of order) {
      const row = table[at];
      if (!row) continue;
      const balance = Math.sqrt(rows.length / (width * (counts.get(classes[row.label] ?? '') ?? 1)));
      const scores = new Float64Array(width);
      for (const [index, column] of row.names.entries()) {
        const value = row.values[index] ?? 0;
        for (let c = 0; c < width; c++) scores[c] = (scores[c] ?? 0) + (weights[column * width + c] ?? 0) * value;
      }
      const chances = softmax(scores);
      for (const [index, column] of row.names.entries()) {
        const value = row.values[index] ?? 0;
        for (let c = 0; c < width; c++) {
          const cell = column * width + c;
          const slope =
            balance * ((chances[c] ?? 0) - (c === row.label ? 1 : 0)) * value + CLASS_DECAY * (weights[cell] ?? 0);
          squares[cell] = (squares[cell] ?? 0) + slope * slope;
          weights[cell] = (weights[cell] ?? 0) - (CLASS_RATE * slope) / Math.sqrt((squares[cell] ?? 0) + 1e-6);
        }
      }
    }
  }
  const rounded: Record<string, number[]> = {};
  for (const [name, column] of columns) {
    const values = Array.from(
      weights.subarray(column * width, (column + 1) * width),
      (value) => Math.round(value * 1000) / 1000,
    );
    if (values.some((value) => value !== 0)) rounded[name] = values;
  }
  return { classes, weights: rounded };
}

/** The chance of each class, in the order of `model.classes`. */
export function classify(features: Features, model: ClassModel): Map<string, number> {
  const scores = new Float64Array(model.classes.length);
  for (const [name, value] of features) {
    const row = model.weights[name];
    if (row)
      for (let index = 0; index < scores.length; index++)
        scores[index] = (scores[index] ?? 0) + (row[index] ?? 0) * value;
  }
  const chances = softmax(scores);
  return new Map(model.classes.map((name, index) => [name, chances[index] ?? 0]));
}

const CHOICE_EPOCHS = 60;
const CHOICE_RATE = 0.2;
const CHOICE_DECAY = 1e-4;
/** A candidate that is off by less teaches nothing worth the time. */
const CHOICE_LEAST = 1e-3;

/**
 * Learns which candidate to take, or none: a softmax over the candidates and "none", raised for the right
 * ones together. A question without a right candidate teaches "none".
 */
export function trainChoice(choices: Choice[]): ChoiceModel {
  // Feature names become columns, candidates' first, so that the inner loops run over numbers only.
  const names = [
    ...new Set(choices.flatMap(({ candidates }) => candidates.flatMap((features) => Object.keys(features)))),
  ];
  const noneNames = [...new Set(choices.flatMap(({ none }) => Object.keys(none)))];
  const width = names.length;
  const weights = new Float64Array(width + noneNames.length);
  const squares = new Float64Array(weights.length);
  const rows = choices.map(({ candidates, right, none, weight }) => ({
    candidates: candidates.map((features) => Float64Array.from(names, (name) => features[name] ?? 0)),
    none: Float64Array.from(noneNames, (name) => none[name] ?? 0),
    right,
    anyRight: right.some(Boolean),
    weight,
  }));
  const learn = (features: Float64Array, offset: number, slope: number) => {
    for (let column = 0; column < features.length; column++) {
      const value = features[column] ?? 0;
      if (value === 0) continue;
      const at = offset + column;
      const full = slope * value + CHOICE_DECAY * (weights[at] ?? 0);
      squares[at] = (squares[at] ?? 0) + full * full;
      weights[at] = (weights[at] ?? 0) - (CHOICE_RATE * full) / Math.sqrt((squares[at] ?? 0) + 1e-6);
    }
  };
  const product = (features: Float64Array, offset: number) => {
    let sum = 0;
    for (let column = 0; column < features.length; column++)
      sum += (features[column] ?? 0) * (weights[offset + column] ?? 0);
    return sum;
  };
  const order = shuffled(rows.length);
  for (let epoch = 0; epoch < CHOICE_EPOCHS; epoch++) {
    for (const at of order) {
      const row = rows[at];
      if (!row) continue;
      const chances = softmax(
        Float64Array.from([...row.candidates.map((features) => product(features, 0)), product(row.none, width)]),
      );
      const noneChance = chances[row.candidates.length] ?? 1;
      const mass = row.anyRight
        ? row.right.reduce((sum, right, index) => sum + (right ? (chances[index] ?? 0) : 0), 0)
        : noneChance;
      const push = (chance: number, right: boolean) =>
        (chance - (right ? chance / Math.max(mass, 1e-9) : 0)) * row.weight;
      for (const [index, features] of row.candidates.entries()) {
        const slope = push(chances[index] ?? 0, row.right[index] ?? false);
        if (Math.abs(slope) > CHOICE_LEAST) learn(features, 0, slope);
      }
      learn(row.none, width, push(noneChance, !row.anyRight));
    }
  }
  const named = (list: string[], offset: number) =>
    Object.fromEntries(
      list.map((name, column) => [name, Math.round((weights[offset + column] ?? 0) * 10_000) / 10_000]),
    );
  return { candidate: named(names, 0), none: named(noneNames, width) };
}

/** The chance of every candidate and of "none of them". */
export function choiceChances(
  candidates: Record<string, number>[],
  none: Record<string, number>,
  model: ChoiceModel,
): { of: number[]; none: number } {
  const scores = [...candidates.map((features) => dot(features, model.candidate)), dot(none, model.none)];
  const chances = softmax(Float64Array.from(scores));
  return { of: [...chances.subarray(0, candidates.length)], none: chances[candidates.length] ?? 1 };
}

function dot(features: Record<string, number>, weights: Record<string, number>): number {
  let sum = 0;
  for (const name in features) sum += (features[name] ?? 0) * (weights[name] ?? 0);
  return sum;
}

function softmax(scores: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  const chances = scores.map((score) => Math.exp(score - most));
  for (const chance of chances) sum += chance;
  return chances.map((chance) => chance / sum);
}

/** 0 … n−1 in a fixed disorder (a linear congruential generator with a fixed start). */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = 20120903;
  for (let at = count - 1; at > 0; at--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}
