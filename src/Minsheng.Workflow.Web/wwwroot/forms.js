// Parts of forms that a page cannot do alone: sending files with their progress and a small picture of each photograph,
// the signature pad, formatted text, and looking at photographs.
(() => {
  const SMALL = 360;
  const GONE = '登录已过期，文件没有传上去；填好的内容都还在，请重新登录后回到这里接着填。';

  const canvasOf = (width, height) => Object.assign(document.createElement('canvas'), { width, height });
  const blobOf = (canvas, type, quality) => new Promise(done => canvas.toBlob(done, type, quality));

  const thumbnail = async file => {
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, SMALL / Math.max(picture.width, picture.height));
      const canvas = canvasOf(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return await blobOf(canvas, 'image/jpeg', 0.8);
    } catch {
      return null;
    }
  };

  const send = async (file, name, onProgress) => {
    const form = new FormData();
    const small = file.type?.startsWith('image/') ? await thumbnail(file) : null;
    if (small) form.append('thumbnail', small, 'small.jpg');
    form.append('file', file, name);
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open('POST', `api/v1/files?name=${encodeURIComponent(name)}`);
      request.upload.onprogress = event => { if (event.lengthComputable) onProgress?.(Math.floor(event.loaded / event.total * 100)); };
      request.onerror = () => failed(`文件“${name}”没有传完，请检查网络后再选一次。`);
      request.onload = () => {
        if (request.status === 401) { failed(GONE); return; }
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* no words from the server */ }
        if (request.status === 201) done(answer.id);
        else failed(answer.title ?? `文件“${name}”没有传上去，请稍后再选一次。`);
      };
      request.send(form);
    });
  };

  const megabytes = size => (size / 1024 / 1024).toFixed(1);

  const uploads = (input, page, most, limit) => {
    if (!input) return; // a draft came back meanwhile and took its place
    input.addEventListener('change', async () => {
      const files = [...input.files];
      input.value = '';
      if (files.length === 0) return;
      if (files.length > most) { await page.invokeMethodAsync('Refused', `一次最多选 ${most} 个，您选了 ${files.length} 个，请分几次选。`, true); return; }
      await page.invokeMethodAsync('Began');
      for (const [index, file] of files.entries()) {
        let shown = -10;
        const tell = percent => {
          if (percent - shown < 5 && percent < 100) return;
          shown = percent;
          page.invokeMethodAsync('Progressed', index + 1, files.length, file.name, percent).catch(() => {});
        };
        tell(0);
        try {
          if (file.size > limit * 1024 * 1024) throw `文件“${file.name}”有 ${megabytes(file.size)} MB，超过上限 ${limit} MB，请压缩后再传。`;
          await page.invokeMethodAsync('Sent', await send(file, file.name, tell));
        } catch (problem) {
          await page.invokeMethodAsync('Refused', typeof problem === 'string' ? problem : `文件“${file.name}”没有传上去，请稍后再选一次。`, false);
        }
      }
      await page.invokeMethodAsync('Ended');
    });
  };

  // A camera where there is one; the same input, so that there is one place for files.
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-ms-camera]');
    const input = button && document.getElementById(button.dataset.msCamera);
    if (!input) return;
    const accept = input.accept;
    input.accept = 'image/*';
    input.setAttribute('capture', 'environment');
    input.click();
    input.removeAttribute('capture');
    input.accept = accept;
  });

  const signature = (canvas, page) => {
    if (!canvas) return;
    const pen = canvas.getContext('2d');
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    let drawing = false;
    let box = null;
    const size = () => {
      const shown = canvas.getBoundingClientRect();
      canvas.width = Math.round(shown.width * ratio);
      canvas.height = Math.round(shown.height * ratio);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.lineWidth = 2.6;
      pen.lineCap = pen.lineJoin = 'round';
      pen.strokeStyle = '#221f1c';
      box = null;
    };
    const at = event => {
      const shown = canvas.getBoundingClientRect();
      const point = { x: event.clientX - shown.left, y: event.clientY - shown.top };
      box = box
        ? { left: Math.min(box.left, point.x), top: Math.min(box.top, point.y), right: Math.max(box.right, point.x), bottom: Math.max(box.bottom, point.y) }
        : { left: point.x, top: point.y, right: point.x, bottom: point.y };
      return point;
    };
    canvas.addEventListener('pointerdown', event => {
      if (canvas.width < 2 || !box) size();
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      const point = at(event);
      pen.beginPath();
      pen.moveTo(point.x, point.y);
      event.preventDefault();
    });
    canvas.addEventListener('pointermove', event => {
      if (!drawing) return;
      for (const step of event.getCoalescedEvents?.() ?? [event]) {
        const point = at(step);
        pen.lineTo(point.x, point.y);
      }
      pen.stroke();
    });
    const stop = async () => {
      if (!drawing) return;
      drawing = false;
      await page.invokeMethodAsync('Drawn').catch(() => {});
    };
    canvas.addEventListener('pointerup', stop);
    canvas.addEventListener('pointercancel', stop);
    size();
    canvas.msClear = size;
    canvas.msIsBlank = () => !box || box.right - box.left < 12 && box.bottom - box.top < 12;
    // Only the strokes with a little air around them, on white paper.
    canvas.msPicture = () => {
      const air = 10;
      const [left, top] = [Math.max(0, box.left - air), Math.max(0, box.top - air)];
      const [width, height] = [box.right + air - left, box.bottom + air - top];
      const scale = Math.min(ratio, 900 / width);
      const paper = canvasOf(Math.round(width * scale), Math.round(height * scale));
      const ink = paper.getContext('2d');
      ink.fillStyle = '#fff';
      ink.fillRect(0, 0, paper.width, paper.height);
      ink.drawImage(canvas, left * ratio, top * ratio, width * ratio, height * ratio, 0, 0, paper.width, paper.height);
      return blobOf(paper, 'image/png');
    };
  };

  const COMMANDS = { bold: 'bold', italic: 'italic', underline: 'underline', bullets: 'insertUnorderedList', numbers: 'insertOrderedList' };

  const editor = (surface, store, html) => {
    if (!surface) return;
    surface.innerHTML = html;
    const toolbar = surface.parentElement.querySelector('[role=toolbar]');
    const state = () => {
      for (const button of toolbar.querySelectorAll('[data-do]'))
        button.setAttribute('aria-pressed', String(document.activeElement === surface && document.queryCommandState(COMMANDS[button.dataset.do])));
    };
    const typed = () => {
      store.value = surface.textContent.trim() === '' ? '' : surface.innerHTML;
      store.dispatchEvent(new CustomEvent('input', { bubbles: true, detail: { typed: true } }));
    };
    surface.addEventListener('input', event => { event.stopPropagation(); typed(); state(); });
    surface.addEventListener('blur', () => { store.dispatchEvent(new Event('change', { bubbles: true })); state(); });
    surface.addEventListener('keyup', state);
    surface.addEventListener('mouseup', state);
    // Foreign formatting stays outside: what is pasted comes as plain lines.
    surface.addEventListener('paste', event => {
      event.preventDefault();
      document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
    });
    surface.addEventListener('drop', event => event.preventDefault());
    toolbar.addEventListener('mousedown', event => event.preventDefault());
    toolbar.addEventListener('click', event => {
      const button = event.target.closest('[data-do]');
      if (!button) return;
      surface.focus();
      document.execCommand(COMMANDS[button.dataset.do]);
      typed();
      state();
    });
    surface.msShow = html => { if (document.activeElement !== surface) surface.innerHTML = html; };
  };

  // From a sentence in the list of what is wrong to its field.
  document.addEventListener('click', event => {
    const id = event.target.closest('[data-goto]')?.dataset.goto;
    const place = id && (document.getElementById(id) ?? document.querySelector(`[id^="${CSS.escape(id)}-"]`));
    if (!place) return;
    place.scrollIntoView({ block: 'center' });
    const focusable = 'input, textarea, select, button, canvas, [contenteditable=true]';
    (place.matches(focusable) ? place : place.querySelector(focusable) ?? place.parentElement.querySelector(focusable))?.focus({ preventScroll: true });
  });

  // Photographs are looked at on the page: arrows go through them, Escape goes back.
  const look = link => {
    const links = [...link.closest('.files').querySelectorAll('a[data-photo]')];
    let at = links.indexOf(link);
    const frame = document.createElement('dialog');
    frame.className = 'photo-view';
    frame.setAttribute('aria-label', '看照片');
    const picture = document.createElement('img');
    const words = document.createElement('p');
    const button = (text, act) => {
      const made = Object.assign(document.createElement('button'), { type: 'button', className: 'bt s', textContent: text });
      made.addEventListener('click', act);
      return made;
    };
    const show = step => {
      at = (at + step + links.length) % links.length;
      picture.src = links[at].href;
      picture.alt = links[at].title;
      words.textContent = links.length > 1 ? `${links[at].title}（${at + 1}/${links.length}）` : links[at].title;
    };
    const bar = document.createElement('div');
    bar.className = 'row';
    words.setAttribute('aria-live', 'polite');
    bar.append(words);
    if (links.length > 1) bar.append(button('上一张', () => show(-1)), button('下一张', () => show(1)));
    bar.append(button('关闭', () => frame.close()));
    frame.append(picture, bar);
    frame.addEventListener('keydown', event => {
      if (event.key === 'ArrowLeft') show(-1);
      if (event.key === 'ArrowRight') show(1);
    });
    frame.addEventListener('click', event => { if (event.target === frame) frame.close(); });
    frame.addEventListener('close', () => { frame.remove(); link.focus(); });
    document.body.append(frame);
    show(0);
    frame.showModal();
  };
  document.addEventListener('click', event => {
    const link = event.target.closest('.files a[data-photo]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    look(link);
  });

  window.msForms = {
    uploads,
    signature,
    clear(canvas) { canvas?.msClear(); },
    async sign(canvas, page) {
      if (canvas.msIsBlank()) { await page.invokeMethodAsync('Refused', '还没有签名，请在框内写上姓名。', true); return; }
      try {
        await page.invokeMethodAsync('Sent', await send(await canvas.msPicture(), '签名.png'));
      } catch (problem) {
        await page.invokeMethodAsync('Refused', typeof problem === 'string' ? problem : '签名没有保存成功，请再试一次。', true);
      }
    },
    editor,
    show(surface, html) { surface?.msShow?.(html); },
    reveal(list) { list?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }); },
  };
})();
