/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static dm_status read_all(FILE *f, const char *path, size_t limit, dm_buf *out, dm_error *err)
{
    for (;;) {
        buf_reserve(out, 1 << 16);
        size_t n = fread(out->ptr + out->len, 1, 1 << 16, f);
        out->len += n;
        out->ptr[out->len] = '\0';
        if (limit && out->len > limit)
            return dm_fail(err, DM_EINPUT, "%s: larger than the limit of %zu bytes", path,
                           limit);
        if (n == 0)
            break;
    }
    if (ferror(f))
        return dm_fail(err, DM_EIO, "%s: %s", path, strerror(errno ? errno : EIO));
    return DM_OK;
}

dm_status file_read(const char *path, size_t limit, dm_buf *out, dm_error *err)
{
    if (strcmp(path, "-") == 0)
        return read_all(stdin, "standard input", limit, out, err);
    FILE *f = fopen(path, "rb");
    if (!f)
        return dm_fail(err, DM_EIO, "%s: %s", path, strerror(errno));
    struct stat st;
    if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
        (void)fclose(f);
        return dm_fail(err, DM_EIO, "%s: %s", path, strerror(EISDIR));
    }
    dm_status status = read_all(f, path, limit, out, err);
    (void)fclose(f);
    return status;
}

dm_status out_open(dm_out *o, const char *path, dm_error *err)
{
    *o = (dm_out){0};
    if (strcmp(path, "-") == 0) {
        o->file = stdout;
        return DM_OK;
    }
    struct stat st;
    /* devices and pipes (/dev/full, /dev/stdout) cannot be renamed over: write them in place */
    bool special = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
    size_t n = strlen(path);
    o->path = dm_malloc(n + 1);
    memcpy(o->path, path, n + 1);
    if (!special) {
        o->temp = dm_malloc(n + 16);
        (void)snprintf(o->temp, n + 16, "%s.XXXXXX", path);
        int fd = mkstemp(o->temp);
        if (fd >= 0) {
            mode_t mask = umask(0);
            (void)umask(mask);
            (void)fchmod(fd, (mode_t)(0666 & ~mask));
            o->file = fdopen(fd, "wb");
        }
    } else {
        o->file = fopen(path, "wb");
    }
    if (!o->file) {
        dm_status status = dm_fail(err, DM_EIO, "cannot write %s: %s", path, strerror(errno));
        out_abandon(o);
        return status;
    }
    return DM_OK;
}

void out_str(dm_out *o, dm_str s)
{
    if (!o->error && s.len && fwrite(s.ptr, 1, s.len, o->file) != s.len)
        o->error = errno ? errno : EIO;
}

void out_z(dm_out *o, const char *z)
{
    out_str(o, str_z(z));
}

void out_fmt(dm_out *o, const char *fmt, ...)
{
    if (o->error)
        return;
    va_list ap;
    va_start(ap, fmt);
    if (vfprintf(o->file, fmt, ap) < 0)
        o->error = errno ? errno : EIO;
    va_end(ap);
}

dm_status out_close(dm_out *o, dm_error *err)
{
    dm_status status = DM_OK;
    if (o->file && fflush(o->file) != 0 && !o->error)
        o->error = errno ? errno : EIO;
    if (o->file && o->file != stdout) {
        if (fclose(o->file) != 0 && !o->error)
            o->error = errno ? errno : EIO;
    }
    o->file = NULL;
    if (!o->error && o->temp && rename(o->temp, o->path) != 0)
        o->error = errno;
    if (o->error)
        status = dm_fail(err, DM_EIO, "cannot write %s: %s",
                         o->path ? o->path : "standard output", strerror(o->error));
    else if (o->temp)
        o->temp[0] = '\0';
    out_abandon(o);
    return status;
}

void out_abandon(dm_out *o)
{
    if (o->file && o->file != stdout)
        (void)fclose(o->file);
    if (o->temp && o->temp[0])
        (void)unlink(o->temp);
    free(o->temp);
    free(o->path);
    *o = (dm_out){.error = o->error};
}
