import type { Plugin } from 'vite';

const file = '@techstark/opencv-js/dist/opencv.js';

/**
 * What OpenCV's JavaScript builds from text with `new Function`, and the same as a closure. The page's content
 * policy allows WebAssembly but no code from text (api/page-policy.ts).
 */
const rewrites: readonly (readonly [from: string, to: string])[] = [
  // createNamedFunction: gives a function a name for error messages.
  [
    String.raw`return new Function("body","return function "+name+"() {\n"+'    "use strict";'+"    return body.apply(this, arguments);\n"+"};\n")(body)`,
    'return Object.defineProperty(function(){return body.apply(this,arguments)},"name",{value:name})',
  ],
  // makeDynCaller: binds a function pointer to its caller.
  [
    'return new Function("dynCall","rawFunction",body)(dynCall,rawFunction)',
    'return function(...values){return dynCall(rawFunction,...values)}',
  ],
  // craftInvokerFunction: converts arguments, calls, frees what the conversion made, converts the result.
  [
    'var invokerFunction=new_(Function,args1).apply(null,args2);return invokerFunction',
    `return function(...values){
      if(values.length!==argCount-2)throwBindingError("function "+humanName+" called with "+values.length+" arguments, expected "+(argCount-2)+" args!");
      var destructors=needsDestructorStack?[]:null;
      var wired=isClassMethodFunc?[argTypes[1].toWireType(destructors,this)]:[];
      for(var i=0;i<argCount-2;++i)wired.push(argTypes[i+2].toWireType(destructors,values[i]));
      var rv=cppInvokerFunc(cppTargetFunc,...wired);
      if(needsDestructorStack)runDestructors(destructors);
      else for(var i=0;i<wired.length;++i){
        var type=argTypes[isClassMethodFunc?i+1:i+2];
        if(type.destructorFunction!==null)type.destructorFunction(wired[i]);
      }
      if(returns)return argTypes[0].fromWireType(rv);
    }`,
  ],
];

/** OpenCV's source without code made from text. Throws Error when it is not the version this was written for. */
export function withoutTextCode(source: string): string {
  // Its ways to read files in Node: bundlers would look for a stand-in.
  const withoutNode = source.replaceAll(/\brequire\("(fs|path|crypto)"\)/g, 'undefined');
  return rewrites.reduce((code, [from, to]) => {
    if (code.split(from).length !== 2) {
      throw new Error(
        `${file} is not as expected: "${from.slice(0, 60)}…" is not in it exactly once. Was its version changed? ` +
          'Look at what scripts/opencv-plugin.ts replaces.',
      );
    }
    return code.replace(from, () => to);
  }, withoutNode);
}

/** Makes OpenCV run under the page's content policy. */
export function openCvPlugin(): Plugin {
  return {
    name: 'fiducial-opencv',
    transform: (code, id) =>
      id.replaceAll('\\', '/').split('?')[0]?.endsWith(file) === true
        ? { code: withoutTextCode(code), map: null }
        : undefined,
  };
}
