#!/usr/bin/env bash
# The lab's Python packages as a disk: python.sh FOLDER TREE
#
# Installs FOLDER/wheels, and nothing from the network, into a virtual environment of the Python in TREE, at the path
# where the machine mounts FOLDER/disk. Done here because the emulated processor would take minutes. Needs root; runs in
# a mount namespace of its own.
set -euo pipefail
folder=$1 tree=$2

mkdir "$folder/venv"
mount --bind "$folder/venv" "$tree/opt/vftui"
mount --bind "$folder/wheels" "$tree/srv/python"
mount --bind /dev "$tree/dev"
# libvirt's Python module is Debian's own.
chroot "$tree" python3 -m venv --system-site-packages /opt/vftui
chroot "$tree" sh -c '/opt/vftui/bin/pip install --quiet --no-index --no-deps /srv/python/*.whl'
umount "$tree/opt/vftui"
mke2fs -q -t ext4 -d "$folder/venv" "$folder/disk" 1G
rm -rf "$folder/venv" "$folder/wheels"
