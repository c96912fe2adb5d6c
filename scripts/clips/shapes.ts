/** Outlines of things in generated scenes, in their own pixels around (0, 0). */
export interface Shape {
  /** Signed distance to the outline in pixels, negative inside; exact near the outline. */
  distance(u: number, v: number): number;
  /** Half width and half height on screen after turning by `angle` radians, at scale 1. */
  extent(angle: number): { minX: number; minY: number; maxX: number; maxY: number };
}

/** A disc. */
export function disc(radius: number): Shape {
  return {
    distance: (u, v) => Math.hypot(u, v) - radius,
    extent: () => ({ minX: -radius, minY: -radius, maxX: radius, maxY: radius }),
  };
}

/** A rectangle around the middle. */
export function rectangle(width: number, height: number): Shape {
  const halfWidth = width / 2;
  const halfHeight = height / 2;
  return {
    distance: (u, v) => {
      const dx = Math.abs(u) - halfWidth;
      const dy = Math.abs(v) - halfHeight;
      return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0);
    },
    extent: (angle) => {
      const cos = Math.abs(Math.cos(angle));
      const sin = Math.abs(Math.sin(angle));
      const x = halfWidth * cos + halfHeight * sin;
      const y = halfWidth * sin + halfHeight * cos;
      return { minX: -x, minY: -y, maxX: x, maxY: y };
    },
  };
}

/** A star; one point is up at angle 0. `inner` is the radius of the notches. */
export function star(radius: number, inner: number, points = 5): Shape {
  const corners = Array.from({ length: points * 2 }, (_, i) => {
    const turn = (Math.PI * i) / points - Math.PI / 2;
    const reach = i % 2 === 0 ? radius : inner;
    return { u: Math.cos(turn) * reach, v: Math.sin(turn) * reach };
  });
  return {
    distance: (u, v) => distanceToPolygon(corners, u, v),
    extent: (angle) => {
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const xs = corners.map((corner) => corner.u * cos - corner.v * sin);
      const ys = corners.map((corner) => corner.u * sin + corner.v * cos);
      return {
        minX: Math.min(...xs),
        minY: Math.min(...ys),
        maxX: Math.max(...xs),
        maxY: Math.max(...ys),
      };
    },
  };
}

function distanceToPolygon(corners: readonly { u: number; v: number }[], u: number, v: number): number {
  let nearest = Infinity;
  let isInside = false;
  let previous = corners.at(-1);
  for (const corner of corners) {
    if (previous) {
      const alongU = corner.u - previous.u;
      const alongV = corner.v - previous.v;
      const t = ((u - previous.u) * alongU + (v - previous.v) * alongV) / (alongU * alongU + alongV * alongV);
      const clamped = Math.min(1, Math.max(0, t));
      nearest = Math.min(
        nearest,
        Math.hypot(u - previous.u - alongU * clamped, v - previous.v - alongV * clamped),
      );
      const crosses = corner.v > v !== previous.v > v;
      if (crosses && u < corner.u + ((v - corner.v) / alongV) * alongU) isInside = !isInside;
    }
    previous = corner;
  }
  return isInside ? -nearest : nearest;
}
