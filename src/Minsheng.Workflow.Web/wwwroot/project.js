// 挂图作战 over the whole screen: the wall itself, without header and menu.
(() => {
  const wall = () => document.getElementById('wall');
  const label = () => {
    const words = document.querySelector('[data-wall=fullscreen] span');
    if (words) words.textContent = document.fullscreenElement ? '退出全屏' : '全屏';
  };
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-wall=fullscreen]')) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else wall()?.requestFullscreen?.();
  });
  document.addEventListener('fullscreenchange', label);
})();
