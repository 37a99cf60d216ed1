import { describe, expect, it } from 'vitest';
import { firstLoad } from '../../../tools/size.ts';

const chunk = (file: string, more: object = {}): { readonly file: string } => ({ file, ...more });

describe('what the sign-in screen loads', () => {
  it('counts the entry, its static imports and a sign-in loaded on its own, but nothing lazy', () => {
    const keys = firstLoad({
      'index.html': chunk('index.js', {
        isEntry: true,
        imports: ['_react.js'],
        dynamicImports: ['features/sign-in/index.ts', 'map/DispatchMap.tsx'],
      }),
      '_react.js': chunk('react.js'),
      'features/sign-in/index.ts': chunk('sign-in.js', { imports: ['_form.js'] }),
      '_form.js': chunk('form.js'),
      'map/DispatchMap.tsx': chunk('map.js', { imports: ['_deck.js'] }),
      '_deck.js': chunk('deck.js'),
    });
    expect([...keys].sort()).toEqual(['_form.js', '_react.js', 'features/sign-in/index.ts', 'index.html']);
  });

  it('follows a map engine that has become a static import', () => {
    expect(
      firstLoad({
        'index.html': chunk('index.js', {
          isEntry: true,
          imports: ['../node_modules/maplibre-gl/dist/maplibre-gl.mjs'],
        }),
        '../node_modules/maplibre-gl/dist/maplibre-gl.mjs': chunk('maplibre.js'),
      }),
    ).toContain('../node_modules/maplibre-gl/dist/maplibre-gl.mjs');
  });
});
