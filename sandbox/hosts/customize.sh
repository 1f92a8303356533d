#!/bin/sh
# Last step of mmdebstrap: makes a Debian root directory a host that Lookout can be tried on.
# Usage: customize.sh ROOT
set -eu

root=$1

in_root() {
	chroot "$root" "$@"
}

# A person with full sudo rights and no password, as cloud images have one. Their key is put in at each start.
add_admin() {
	in_root useradd --create-home --shell /bin/bash admin
	in_root install -d -m 0700 -o admin -g admin /home/admin/.ssh
	printf 'admin ALL=(ALL:ALL) NOPASSWD:ALL\n' >"$root/etc/sudoers.d/admin"
	chmod 0440 "$root/etc/sudoers.d/admin"
}

# Only the ED25519 key, which each instance brings along: making the others costs a second of every boot.
configure_sshd() {
	rm -f "$root"/etc/ssh/ssh_host_*
	cat >"$root/etc/ssh/sshd_config.d/sandbox.conf" <<-'END'
		HostKey /etc/ssh/ssh_host_ed25519_key
		PasswordAuthentication no
		UseDNS no
	END
}

# Timers that would work at odd moments of a test.
mask_timers() {
	for timer in apt-daily apt-daily-upgrade e2scrub_all fstrim dpkg-db-backup; do
		ln -sf /dev/null "$root/etc/systemd/system/$timer.timer"
	done
}

# As systemd does on a machine, and not in a container: without it a unit's credentials do not reach it.
share_mounts() {
	cat >"$root/etc/systemd/system/share-mounts.service" <<-'END'
		[Unit]
		DefaultDependencies=no
		Before=sysinit.target
		[Service]
		Type=oneshot
		RemainAfterExit=yes
		ExecStart=/bin/mount --make-rshared /
		[Install]
		WantedBy=sysinit.target
	END
	in_root systemctl --quiet enable share-mounts.service
}

# Installed on every host, started on those that have a database; Redis by the test that wants one.
disable_databases() {
	for unit in postgresql mariadb mysql redis-server; do
		if [ -e "$root/lib/systemd/system/$unit.service" ]; then in_root systemctl --quiet disable "$unit.service"; fi
	done
}

# Empty: systemd makes a new one at each host's first boot.
forget_machine_id() {
	: >"$root/etc/machine-id"
	rm -f "$root/var/lib/dbus/machine-id"
}

# What this machine needs to reach its archive (logins, proxies) is not for the hosts, which need no archive.
forget_access() {
	rm -rf "$root/etc/apt/auth.conf.d"
	rm -f "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root/etc/apt/preferences.d/unstable"
	: >"$root/etc/resolv.conf"
}

add_admin
configure_sshd
mask_timers
share_mounts
disable_databases
forget_machine_id
forget_access
