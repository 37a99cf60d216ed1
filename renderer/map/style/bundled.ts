import axes from '../../../assets/basemap/axes.json';
import districts from '../../../assets/basemap/districts.json';
import outline from '../../../assets/basemap/outline.json';
import subway from '../../../assets/basemap/subway.json';
import water from '../../../assets/basemap/water.json';
import type { Basemap } from './sources.ts';

/** The schematic of Seoul that comes with the product. */
export const bundledBasemap: Basemap = { axes, districts, outline, subway, water };
