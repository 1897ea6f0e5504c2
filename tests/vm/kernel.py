#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Takes what the machine needs out of Debian's kernel package: kernel.py DIRECTORY

DIRECTORY gets `vmlinux`, `release` and `lib/modules/RELEASE/…` with those modules that the machine may load. The
package is downloaded by apt and never installed; GTX_VM_KERNEL names a file to take instead. Ends with 77 and a reason
if there is none. linux-image-amd64 is needed: the kernel for clouds has neither CAN nor 9p.

If apt can download the headers too, `headers` leads to them, for modules of our own.
"""
import lzma
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

SKIPPED = 77
WANTED = ("./boot/vmlinuz-*", "./lib/modules/*/modules.*") + tuple(
    f"./lib/modules/*/kernel/{part}/*"
    for part in ("net/can", "net/9p", "fs/9p", "fs/netfs", "fs/fscache", "drivers/net/can", "drivers/virtio",
                 "drivers/usb/common", "drivers/usb/core", "drivers/usb/host", "drivers/usb/serial"))


def skip(reason):
    print(reason)
    sys.exit(SKIPPED)


def apt(*words, lists=None, cwd=None):
    """What apt answers, or nothing. `lists`: a private copy of the lists, for systems where they were cleaned away."""
    own = [] if lists is None else ["-o", f"Dir::State::Lists={lists}", "-o", "Dir::Cache::pkgcache=",
                                    "-o", "Dir::Cache::srcpkgcache="]
    done = subprocess.run([words[0], "-qq", "-o", "APT::Sandbox::User=", *own, *words[1:]], cwd=cwd, text=True,
                          capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})
    return done.stdout if done.returncode == 0 else ""


def depends(package, pattern, lists):
    return re.findall(rf"Depends: ({pattern})", apt("apt-cache", "depends", package, lists=lists))


def downloaded(names, folder, lists):
    folder.mkdir()
    if names:
        apt("apt-get", "download", *names, lists=lists, cwd=folder)
    return sorted(folder.glob("*.deb"))


def packages(work, lists=None):
    """That of the kernel, and those of its headers."""
    image = depends("linux-image-amd64", r"linux-image-\d\S*", lists)
    if given := os.environ.get("GTX_VM_KERNEL"):
        image = [pathlib.Path(given).name.split("_")[0]]
        kernel = [pathlib.Path(given)]
    else:
        kernel = downloaded(image, work / "image", lists)
    if not kernel:
        return None, []
    headers = image[0].replace("-image-", "-headers-")
    more = depends(headers, r"linux-(?:headers|kbuild)-\S+", lists)
    return kernel[0], downloaded([headers, *more] if more else [], work / "headers", lists)


def fresh_lists(work):
    lists = work / "lists"
    (lists / "partial").mkdir(parents=True)
    apt("apt-get", "update", lists=lists)
    return lists


def unpacked_kernel(image):
    """The ELF file inside a bzImage. Offsets: Documentation/x86/boot.rst of Linux, "setup_sects", "payload_offset"."""
    setup_sectors, = struct.unpack_from("<B", image, 0x1F1)
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (setup_sectors + 1) * 512 + offset
    return lzma.LZMADecompressor().decompress(image[start:start + length])


def take(deb, into):
    tar = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(into), "--wildcards", *WANTED], stdin=tar.stdout, check=True)
    if tar.wait() != 0:
        sys.exit(f"{deb}: cannot be read")
    image, = (into / "boot").glob("vmlinuz-*")
    # Unpacked here: the emulated processor would take seconds for it at every start.
    (into / "vmlinux").write_bytes(unpacked_kernel(image.read_bytes()))
    release = image.name.removeprefix("vmlinuz-")
    subprocess.run(["busybox", "depmod", "-b", str(into), release], check=True)
    shutil.rmtree(into / "boot")
    (into / "release").write_text(release + "\n")


def take_headers(debs, into):
    """Modules are built outside of /usr/src, where the headers expect to be."""
    for deb in debs:
        subprocess.run(["dpkg-deb", "-x", str(deb), str(into)], check=True)
    sources = into / "usr" / "src"
    for makefile in sources.glob("linux-headers-*-amd64/Makefile"):
        makefile.write_text(makefile.read_text().replace("include /usr/src/", "include $(dir $(lastword $(MAKEFILE_LIST)))../"))
        (into / "headers").symlink_to(makefile.parent.relative_to(into))


def main():
    target = pathlib.Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as top:
        work = pathlib.Path(top)
        ready = work / "ready"
        ready.mkdir()
        kernel, headers = packages(work)
        if not kernel:
            (work / "image").rmdir()
            kernel, headers = packages(work, fresh_lists(work))
        if not kernel:
            skip("apt cannot download linux-image-amd64 (no network, or not Debian)")
        take(kernel, ready)
        take_headers(headers, ready)
        ready.rename(target)


if __name__ == "__main__":
    main()
