#!/usr/bin/env bash
# The lab's Debian, made in an empty folder: system.sh FOLDER
#
# FOLDER/tree is the installed system, whose kernel and QEMU boot FOLDER/disk, an ext4 image of the same files. Needs
# root, debootstrap, e2fsprogs and the network. Runs in a mount namespace of its own, so that no mount is left behind.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
folder=$1 tree=$1/tree

# 13 is the first Debian whose QEMU emulates an SR-IOV card (igb), and the libvirt that the product was measured with.
suite=trixie
packages=(
    systemd systemd-sysv libpam-systemd udev dbus kmod initramfs-tools linux-image-amd64
    iproute2 pciutils openssh-server openssh-client netcat-openbsd
    python3 python3-venv python3-libvirt
    libvirt-daemon-system libvirt-clients qemu-system-x86
)
# Nobody logs in, nothing is brought up to date, and no guest outlives the machine.
unwanted=(apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer logrotate.timer e2scrub_all.timer
    libvirt-guests.service)

debootstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" "$suite" "$tree" http://deb.debian.org/debian

mkdir -p "$tree/mnt/lab" "$tree/opt/vftui" "$tree/srv/system" "$tree/srv/python" "$tree/srv/run"
install -m 644 -t "$tree/etc/systemd/system" "$here/lab.service" "$here/lab.target"
ln -sf lab.target "$tree/etc/systemd/system/default.target"
echo lab >"$tree/etc/hostname"
printf '%s\n' >"$tree/etc/fstab" \
    '/dev/vda / ext4 defaults 0 0' \
    '/dev/vdb /opt/vftui ext4 defaults 0 0' \
    'share /mnt/lab 9p trans=virtio,version=9p2000.L,cache=none,msize=262144 0 0'
chroot "$tree" systemctl --quiet mask "${unwanted[@]}"

# Only what finds this disk: what Debian would put in takes the emulated processor several seconds to unpack.
sed -i 's/^MODULES=.*/MODULES=list/' "$tree/etc/initramfs-tools/initramfs.conf"
printf '%s\n' virtio_pci virtio_blk ext4 >>"$tree/etc/initramfs-tools/modules"
chroot "$tree" update-initramfs -u

rm -rf "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/*
# systemd takes these for "nothing is new since the last boot", and then rebuilds no cache.
touch "$tree/etc/.updated" "$tree/var/.updated"
mke2fs -q -t ext4 -d "$tree" "$folder/disk" 4G
